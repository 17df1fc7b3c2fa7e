// Who wants to hear what: a list of listeners by event, for those that need not know each other.

export class Emitter {
  constructor() {
    this.listeners = new Map();
  }

  /**
   * @param {string} event
   * @param {(value: unknown) => void} listener
   * @returns {() => void} ends it
   */
  on(event, listener) {
    const all = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, all.add(listener));
    return () => all.delete(listener);
  }

  /** @param {string} event @param {unknown} [value] */
  emit(event, value) {
    for (const listener of this.listeners.get(event) ?? []) listener(value);
  }

  /** @param {string} event @returns {boolean} whether it is worth while to prepare something for it */
  isHeard(event) {
    return (this.listeners.get(event)?.size ?? 0) > 0;
  }
}
