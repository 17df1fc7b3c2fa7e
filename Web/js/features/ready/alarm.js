// The worker that holds the time until the pixel is ready. Browsers let timers of hidden pages sleep for up
// to a minute; those of workers they do not. It is told {waitMillis}, or null for no alarm, and answers once.

let timer;

self.addEventListener("message", ({ data }) => {
  clearTimeout(timer);
  if (data === null) return;
  timer = setTimeout(() => self.postMessage("due"), data.waitMillis);
});
