/**
 * The part of undici that the package uses. tools/bundle.mjs makes one file of it: all of undici is 110 files, and loading
 * them takes several times as long as the part. Requests are made with `Dispatcher.request` and have texts as bodies.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export { Agent, type Dispatcher, ProxyAgent } from "undici";
