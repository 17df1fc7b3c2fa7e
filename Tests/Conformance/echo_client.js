// What every JavaScript client says to an echo server. Runs in a browser, where `WebSocketClass` is the
// browser's own, and in node with the `ws` package. Returns a promise of a list of [name, whether it came out
// well, what came].

/* exported talk */
async function talk(url, smallUrl, WebSocketClass) {
    const results = [];
    const check = (name, isGood, what) => results.push([name, Boolean(isGood), String(what ?? "")]);

    const open = (address) => new Promise((resolve, reject) => {
        const socket = new WebSocketClass(address);
        socket.binaryType = "arraybuffer";
        socket.onopen = () => resolve(socket);
        socket.onmessage = keep;
        socket.onerror = () => reject(new Error(`no connection to ${address}`));
    });
    // Messages may come several at once: those that nobody waits for yet are kept.
    const kept = [];
    let wanted = null;
    const keep = (event) => {
        if (wanted) { wanted(event.data); wanted = null; } else { kept.push(event.data); }
    };
    const next = (socket) => new Promise((resolve, reject) => {
        socket.onclose = (event) => reject(new Error(`closed with ${event.code}`));
        if (kept.length > 0) { resolve(kept.shift()); } else { wanted = resolve; }
    });
    const closed = (socket) => new Promise((resolve) => { socket.onclose = resolve; });
    const isSame = (left, right) => {
        const [a, b] = [new Uint8Array(left), new Uint8Array(right)];
        return a.length === b.length && a.every((byte, index) => byte === b[index]);
    };

    const socket = await open(url);
    check("compression is agreed on", socket.extensions.toString().includes("permessage-deflate")
        || socket._extensions?.["permessage-deflate"], socket.extensions);
    for (const text of ["", "hello", "zażółć gęślą jaźń \u{1f3a8}", "x".repeat(200000)]) {
        socket.send(text);
        check(`text of ${text.length}`, await next(socket) === text);
    }
    for (const count of [0, 1, 125, 126, 65535, 65536, 4 << 20]) {
        const bytes = Uint8Array.from({ length: count }, (_, index) => (index * index) >> 3);
        socket.send(bytes.buffer);
        check(`binary of ${count}`, isSame(await next(socket), bytes.buffer));
    }
    for (let index = 0; index < 200; index += 1) { socket.send(`message ${index}`); }
    let count = 0;
    for (; count < 200 && await next(socket) === `message ${count}`; count += 1) { /* in order */ }
    check("200 messages in order", count === 200, count);

    const closing = closed(socket);
    socket.close(4001, "enough");
    const event = await closing;
    const isClean = event.code === 4001 && event.wasClean;
    check("our close code comes back", isClean, `${event.code} ${event.wasClean}`);

    const small = await open(smallUrl);
    const refused = closed(small);
    small.send("y".repeat(1001));
    const refusal = await refused;
    check("a message over the limit ends with 1009", refusal.code === 1009, refusal.code);
    return results;
}

if (typeof module !== "undefined" && require.main === module) {
    let ws;
    try { ws = require("ws"); } catch { ws = require("/usr/share/nodejs/ws"); }
    talk(process.argv[2], process.argv[3], ws).then(
        (results) => console.log(JSON.stringify(results)),
        (error) => { console.error(error); process.exit(1); });
}
