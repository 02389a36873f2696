const WIDTH = 400;
const HEIGHT = 112;
/** The core's own limit, as an address of data is longer by a third. */
const LARGEST = 24 * 1024 * 1.33;

/** A picture, drawn anew as small as the page shows it: nothing but its dots is left of the file. */
export async function readLogo(file: File): Promise<string> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(`“${file.name}” is no picture that can be read here. Choose a PNG, JPEG or WebP file.`);
  });
  for (const shrunk of [1, 0.75, 0.5, 0.35]) {
    const scale = Math.min(1, (WIDTH * shrunk) / picture.width, (HEIGHT * shrunk) / picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = canvas.toDataURL("image/png");
    if (drawn.startsWith("data:image/png") && drawn.length <= LARGEST) return drawn;
  }
  throw new Error(`“${file.name}” has too much in it for a logo. Choose a simpler picture.`);
}
