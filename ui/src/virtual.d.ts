declare module "virtual:fluent-themes.css";
