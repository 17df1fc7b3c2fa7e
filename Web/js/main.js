// The page in two steps: first the board, so that there is something to see; then, when it is there,
// everything that drawing on it takes.

import { showBoard } from "./app/first.js";

const first = await showBoard();
// All of the rest at once, instead of one module after the other as each is found to need the next.
document.head.append(document.getElementById("later").content.cloneNode(true));
const { startClient } = await import("./app/client.js");
await startClient(first);
