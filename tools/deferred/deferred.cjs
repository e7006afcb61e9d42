/**
 * `@pulumi/pulumi` loads TypeScript and npm's Arborist at its start. Together they are two thirds of its loading time,
 * and it uses them only to serialize functions, which a test rarely does. So the tests load them at the first use.
 *
 * @template {object} T
 * @param {() => T} load
 * @returns {T} The module, loaded when a property is read.
 */
exports.deferred = (load) => {
  /** @type {T | undefined} */
  let loaded;
  return /** @type {T} */ (
    new Proxy(
      {},
      {
        get: (_target, name) => {
          // What a compiled `import` asks first.
          if (name === "__esModule") return true;
          loaded ??= load();
          return Reflect.get(loaded, name);
        },
      },
    )
  );
};
