import { maxNameBytes } from '../../maxNameBytes.js';

/** Of a database or role. A dollar could begin a substitution of Kafka Connect, of the compose file or of a shell. */
export const sqlNameForm = new RegExp(`^[^\\p{C}$]{1,${maxNameBytes}}$`, 'u');

/** Of a publication, whose name also stands in quotes. */
export const publicationNameForm = new RegExp(`^[^\\p{C}$"']{1,${maxNameBytes}}$`, 'u');

/** Of a replication slot, as PostgreSQL has it. */
export const slotNameForm = new RegExp(`^[a-z0-9_]{1,${maxNameBytes}}$`);
