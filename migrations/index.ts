/**
 * Owns every change of the schema, in order, forward only. SQL is written by hand and uses nothing newer than PostgreSQL 15.
 * Each migration survives three states: not applied, applied under the old code, applied under the new code.
 */
import { Foundation1763683200000 } from './1763683200000-foundation.js';
import { Upkeep1763769600000 } from './1763769600000-upkeep.js';
import { CallerPlane1763856000000 } from './1763856000000-caller-plane.js';
import { AuditChain1763942400000 } from './1763942400000-audit-chain.js';
import { Operators1764028800000 } from './1764028800000-operators.js';
import { OperatorPlane1764115200000 } from './1764115200000-operator-plane.js';

export const migrations = [
  Foundation1763683200000,
  Upkeep1763769600000,
  CallerPlane1763856000000,
  AuditChain1763942400000,
  Operators1764028800000,
  OperatorPlane1764115200000,
];
