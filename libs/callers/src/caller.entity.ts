import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AuthMethod } from './proof/caller-proof.js';

/** What operators list of a caller. */
@Entity('callers')
export class CallerEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('text', { name: 'auth_method' }) authMethod: AuthMethod;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
