// A clock that stands still until a test moves it.

export class ManualClock {
  constructor() {
    this.time = 1000;
    this.timers = [];
  }

  now() {
    return this.time;
  }

  schedule(delayMillis, work) {
    const timer = { at: this.time + delayMillis, work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, running what comes due in the order of time. */
  advance(millis) {
    const end = this.time + millis;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      // What is overdue runs late, not back in time.
      this.time = Math.max(this.time, due.at);
      due.work();
    }
    this.time = end;
  }
}
