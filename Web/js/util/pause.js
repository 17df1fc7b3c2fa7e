// Long work in pieces: between two of them the browser does what else it has to do, such as a frame. Unlike
// timers, messages are not held up in tabs that nobody looks at.

/** @returns {Promise<void>} in a task of its own */
export function pause() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });
}
