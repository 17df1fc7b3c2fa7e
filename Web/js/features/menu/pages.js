// The history of one pixel, page by page, as far as it was asked for. Pure but for the question.

const pageSize = 25;
const entriesMax = 500;

/** @typedef {{seq: number, colour: number, name: string | null, at: number, isUndo: boolean}} Entry */

export class HistoryPages {
  /**
   * @param {(page: {before?: number, limit: number}) => Promise<{history: object[]}>} ask
   */
  constructor(ask) {
    this.ask = ask;
    /** @type {Entry[]} newest first */
    this.entries = [];
    this.hasOlder = true;
  }

  /** Asks for the next page. @returns {Promise<Entry[]>} what it has */
  async older() {
    const before = this.entries.at(-1)?.seq;
    const page = await this.#read(before === undefined ? { limit: pageSize } : { before, limit: pageSize });
    this.entries.push(...page.filter(({ seq }) => before === undefined || seq < before));
    this.hasOlder = page.length === pageSize && this.entries.length < entriesMax;
    return page;
  }

  /** Asks for what is newer than what there is. @returns {Promise<Entry[]>} that */
  async newer() {
    const page = await this.#read({ limit: pageSize });
    const newest = this.entries[0]?.seq ?? -1;
    const news = page.filter(({ seq }) => seq > newest);
    const isGapless = news.length < page.length || page.length < pageSize;
    this.entries = isGapless ? [...news, ...this.entries].slice(0, entriesMax) : page;
    if (!isGapless) this.hasOlder = true;
    return news;
  }

  async #read(page) {
    const { history } = await this.ask(page);
    return (Array.isArray(history) ? history : []).slice(0, pageSize).filter(isEntry)
      .map(({ seq, colour, name = null, at, undo }) => ({ seq, colour, name, at, isUndo: undo === true }));
  }
}

function isEntry(value) {
  const { seq, colour, name, at } = value ?? {};
  return Number.isSafeInteger(seq) && Number.isInteger(colour)
    && Number.isFinite(at) && Math.abs(at) <= 8.64e15
    && (name === undefined || name === null || typeof name === "string");
}
