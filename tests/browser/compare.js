// Runs inside an empty page of its own: pictures in, what differs out.
window.compare = async (shown, unpainted, solid) => {
  const pixels = async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  };
  const channel = (v) => (v <= 10.31475 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = (p, i) => 0.2126 * channel(p[i]) + 0.7152 * channel(p[i + 1]) + 0.0722 * channel(p[i + 2]);
  const same = (a, b, i) => a[i] === b[i] && a[i + 1] === b[i + 1] && a[i + 2] === b[i + 2];
  const [a, b, c] = [await pixels(shown), await pixels(unpainted), await pixels(solid)];
  let painted = 0;
  let best = 1;
  const pairs = new Map();
  for (let i = 0; i < a.length; i += 4) {
    if (!same(a, b, i)) {
      painted++;
      const [x, y] = [light(a, i), light(b, i)];
      best = Math.max(best, (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05));
    }
    if (!same(c, b, i)) {
      const pair = [c[i], c[i + 1], c[i + 2], b[i], b[i + 1], b[i + 2]].join();
      pairs.set(pair, (pairs.get(pair) || 0) + 1);
    }
  }
  const [pair] = [...pairs].sort((x, y) => y[1] - x[1])[0] || [null];
  const numbers = pair ? pair.split(",").map(Number) : null;
  return {
    pixels: painted,
    peak: Math.round(best * 100) / 100,
    text: numbers && numbers.slice(0, 3),
    backdrop: numbers && numbers.slice(3),
    contrast: numbers && Math.round(
      (Math.max(light(numbers, 0), light(numbers, 3)) + 0.05) /
      (Math.min(light(numbers, 0), light(numbers, 3)) + 0.05) * 100) / 100,
  };
};
