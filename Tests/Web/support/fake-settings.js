// Settings that live as long as a test.

import { Emitter } from "../../../Web/js/util/emitter.js";

export class FakeSettings {
  constructor(values) {
    this.values = { ...values };
    this.changes = new Emitter();
  }

  get(key) {
    return this.values[key];
  }

  set(key, value) {
    this.values[key] = value;
    this.changes.emit(key, value);
  }

  follow(key, listener) {
    listener(this.values[key]);
    return this.changes.on(key, listener);
  }
}
