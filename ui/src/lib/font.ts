/** Segoe UI where the system has it, else Inter, which is shipped; the system's own fonts for other scripts. */
export const fontFamilyBase = "'Segoe UI Variable Text', 'Segoe UI', 'Inter Variable', system-ui, 'Noto Sans', sans-serif";
