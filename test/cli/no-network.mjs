/**
 * Preloaded into every process and thread of a run: any attempt to reach a network, or to ask for a name, is written
 * down and refused. That it watches is written down too.
 */

import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { basename } from "node:path";
import { isMainThread } from "node:worker_threads";

const log = (line) => appendFileSync(process.env.NETWORK_LOG, `${line}\n`);

function refuse(holder, name, isHarmless = () => false) {
  const original = holder[name];
  holder[name] = function (...given) {
    if (isHarmless(...given)) return original.apply(this, given);
    log(`${name} ${JSON.stringify(given[0])}`);
    throw new Error(`no network: ${name}`);
  };
}

const ASKS = /^(lookupService|reverse|resolve\w*)$/;
refuse(net.Socket.prototype, "connect");
for (const name of ["connect", "send"]) refuse(dgram.Socket.prototype, name);
// A server looks its own address up, which is no name: nobody is asked.
for (const holder of [dns, dns.promises]) refuse(holder, "lookup", (name) => net.isIP(name));
for (const holder of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(holder).filter((name) => ASKS.test(name)))
    refuse(holder, name);
refuse(globalThis, "fetch");
// So that `import { lookup } from "node:dns"` gets the refusing one.
syncBuiltinESMExports();

log(`watching ${isMainThread ? "" : "a thread of "}${basename(process.argv[1] ?? "")}`);
