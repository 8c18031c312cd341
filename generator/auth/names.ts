/** What names in expressions look like. */

/** As the config schema has it for the names of secrets. */
export const SECRET_NAME = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,63}$/
