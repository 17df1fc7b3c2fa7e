// How long, how often and how much: every bound of this area in one place, and the close codes it acts on.

export const limits = Object.freeze({
  backOffFirstMillis: 500,
  backOffMaxMillis: 15_000,
  /** A server that says "too many" or "too busy" is given more time before the first new attempt. */
  backOffBusyMillis: 5_000,
  /** A restart that is said to take longer is not waited for longer. */
  restartMaxMillis: 600_000,
  /** Words about an end that are longer are cut. */
  farewellUnitsMax: 300,
  /** From the start of a handshake to its end. */
  openMillis: 15_000,
  /**
   * Ping frames are invisible to scripts: after this much silence an empty RESYNC asks whether anyone is
   * there.
   */
  silenceMillis: 45_000,
  answerMillis: 10_000,
  /** The same two while the reader waits for an answer: together the 10 s after which one is offline. */
  anxiousSilenceMillis: 5_000,
  anxiousAnswerMillis: 5_000,
  /** What is shown counts as old after this long without a connection. */
  staleMillis: 30_000,
  /** Before a banned reader tries again as themselves, whatever was said of the ban's end. */
  banMillisMin: 5_000,
  /** What may wait in the socket; past it the network has stopped taking bytes. */
  bufferedBytesMax: 65_536,
  /** Handshakes that may fail, while HTTP works, before the way round is taken. */
  refusalsMax: 2,
  /** How often the straight way is tried while on the way round. */
  trialMillis: 180_000,
  /** What is done with a board in one go: its digest takes a millisecond or so. */
  bandBytesMax: 262_144,
  /** Other tabs get this long to be given their session. */
  lockMillis: 5_000,
});

export const CloseCode = Object.freeze({
  goingAway: 1001,
  protocol: 1002,
  abnormal: 1006,
  policy: 1008,
  tryLater: 1013,
  kicked: 4001,
  banned: 4003,
  replaced: 4004,
  flooding: 4008,
});

/**
 * Coming back at once would be wrong: someone or something decided this, and only the reader may ask again.
 */
export const finalCodes = new Set([
  CloseCode.policy, CloseCode.kicked, CloseCode.banned, CloseCode.replaced,
]);
export const busyCodes = new Set([CloseCode.tryLater, CloseCode.flooding]);
