// A soft sound made here: two sine tones, a fifth apart, that fade away within half a second.

const tonesHertz = [587.33, 880];
const gapSeconds = 0.11;
const fadeSeconds = 0.45;
const volume = 0.07;

/** @type {AudioContext | null} */
let audio = null;

/** Plays it; where the browser does not let us, nothing is heard and nothing is wrong. */
export async function chime() {
  try {
    audio ??= new AudioContext();
    await audio.resume();
    tonesHertz.forEach((hertz, number) => tone(audio, hertz, audio.currentTime + number * gapSeconds));
  } catch {
    audio = null;
  }
}

function tone(context, hertz, at) {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + fadeSeconds);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + fadeSeconds);
}
