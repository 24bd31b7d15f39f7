/** Preloaded into a run: any attempt to reach a network, or to ask for a name, is written down and refused. */

import dns from "node:dns";
import { appendFileSync } from "node:fs";
import net from "node:net";

function refuse(what) {
  appendFileSync(process.env.NETWORK_LOG, `${what}\n`);
  throw new Error(`no network: ${what}`);
}
net.Socket.prototype.connect = (...args) => refuse(`connect ${JSON.stringify(args[0])}`);
dns.lookup = (name) => refuse(`lookup ${name}`);
dns.promises.lookup = (name) => refuse(`lookup ${name}`);
globalThis.fetch = (address) => refuse(`fetch ${address}`);
