// Runs in the page before its own scripts: counts what frames cost and what goes to the graphics
// processor, and notes how far the board has come.

(() => {
  const probe = {
    frames: [], asked: 0, messageMillis: 0, uploads: [], draws: 0, textureBytes: 0, canvases: [],
    progress: [],
  };
  window.probe = probe;

  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (work) => {
    probe.asked += 1;
    return request((at) => {
      const began = performance.now();
      work(at);
      const ended = performance.now();
      probe.frames.push({ began, millis: ended - began, messageMillis: probe.messageMillis });
      probe.messageMillis = 0;
    });
  };

  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function addEventListener(type, handle, options) {
    if (type !== "message") return listen.call(this, type, handle, options);
    return listen.call(this, type, (event) => {
      const began = performance.now();
      handle(event);
      probe.messageMillis += performance.now() - began;
    }, options);
  };

  const wrap = (prototype, name, note) => {
    const original = prototype[name];
    prototype[name] = function wrapped(...values) {
      note.apply(this, values);
      return original.apply(this, values);
    };
  };
  const graphics = WebGL2RenderingContext.prototype;
  wrap(graphics, "texSubImage2D", (target, level, x, y, width, height) => probe.uploads.push(width * height));
  wrap(graphics, "texStorage2D", (target, levels, format, width, height) => {
    probe.textureBytes += width * height * (format === WebGL2RenderingContext.R8UI ? 1 : 4);
  });
  wrap(graphics, "drawArrays", () => {
    probe.draws += 1;
  });
  const flat = CanvasRenderingContext2D.prototype;
  wrap(flat, "putImageData", (image, x, y, left, top, width, height) => probe.uploads.push(width * height));
  wrap(flat, "drawImage", () => {
    probe.draws += 1;
  });
  // The root element is not there yet.
  new MutationObserver(() => {
    const progress = Number(document.documentElement.style.getPropertyValue("--progress"));
    if (progress !== probe.progress.at(-1)) probe.progress.push(progress);
  }).observe(document, { attributeFilter: ["style"], subtree: true });
  wrap(HTMLCanvasElement.prototype, "getContext", function note() {
    if (!probe.canvases.includes(this)) probe.canvases.push(this);
  });
})();
