const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number>;

function draw(name: string, attributes: Attributes, children: (Element | string)[] = []): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

function frame(picture: SVGElement): HTMLElement {
  const target = document.createElement("div");
  target.style.width = "100%";
  target.style.height = "100%";
  target.append(picture);
  return target;
}

/** What the simulated camera sees: a figure before a window, moving with nobody, harmless to share. */
export function cameraPicture(label: string): HTMLElement {
  return frame(
    draw(
      "svg",
      { viewBox: "0 0 320 180", width: "100%", height: "100%", preserveAspectRatio: "xMidYMid slice", role: "img", "aria-label": label },
      [
        draw("rect", { width: 320, height: 180, fill: "#3b4a5c" }),
        draw("rect", { x: 196, y: 20, width: 100, height: 84, rx: 3, fill: "#9fc0da" }),
        draw("path", { d: "M246 20v84M196 62h100", stroke: "#3b4a5c", "stroke-width": 4 }),
        draw("circle", { cx: 128, cy: 84, r: 32, fill: "#e0b48f" }),
        draw("path", { d: "M92 80c0-50 72-50 72 0-20-16-52-16-72 0z", fill: "#4a3426" }),
        draw("path", { d: "M56 180c4-78 140-78 144 0z", fill: "#2c7a67" }),
      ],
    ),
  );
}

/** The slide that a presenter shares. */
export function slidePicture(title: string, lines: readonly string[]): HTMLElement {
  const text = { "font-family": "'Segoe UI', 'Inter Variable', sans-serif", fill: "#1b1b1b" };
  return frame(
    draw("svg", { viewBox: "0 0 960 540", width: "100%", height: "100%", role: "img", "aria-label": title }, [
      draw("rect", { width: 960, height: 540, fill: "#fffaf2" }),
      draw("rect", { width: 16, height: 540, fill: "#c0562b" }),
      draw("text", { ...text, x: 72, y: 116, "font-size": 50, "font-weight": 600 }, [title]),
      ...lines.map((line, index) =>
        draw("text", { ...text, x: 72, y: 200 + index * 56, "font-size": 30 }, [`•  ${line}`]),
      ),
      ...[110, 150, 130, 190, 230].map((height, index) =>
        draw("rect", { x: 620 + index * 56, y: 480 - height, width: 36, height, rx: 4, fill: index === 4 ? "#c0562b" : "#e3c9b6" }),
      ),
    ]),
  );
}
