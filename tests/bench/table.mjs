// The bench's lines as a person reads them.
const number = (value, digits) => value.toFixed(digits);

function measured({ median, low, high, runs }, digits, unit) {
  if (runs.length === 1 || low === high) return `${number(median, digits)} ${unit}`;
  return `${number(median, digits)} (${number(low, digits)}–${number(high, digits)}) ${unit}`;
}

function cells(line) {
  const { ratio, limit, met, unit, digits } = line;
  const allowed = limit === null ? '' : `≤ ${limit}${ratio ? '' : ` ${unit}`}`;
  return [
    line.name,
    measured(line.ours, digits, unit),
    line.base ? measured(line.base, digits, unit) : '',
    ratio ? `${number(ratio.median, 2)} (${number(ratio.low, 2)}–${number(ratio.high, 2)})` : '',
    allowed,
    met === null ? '' : met ? 'met' : 'MISSED',
  ];
}

/** @returns {string} a table: medians, in brackets the quartiles */
export function table(lines) {
  const rows = [['', 'Lectern', 'measured against', 'ratio', 'limit', ''], ...lines.map(cells)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}
