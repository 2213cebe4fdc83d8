/** The longest name of a PostgreSQL object: longer ones are cut off without an error, and two of them may then be one. */
export const maxNameBytes = 63;
