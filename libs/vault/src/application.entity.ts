import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Application, ApplicationKind } from './application.js';

/** What operators may read of an application; the sealed columns are left out, so no query of theirs can carry them. */
@Entity('applications')
export class ApplicationEntity implements Application {
  @PrimaryColumn('text') name: string;
  @Column('text', { name: 'display_name', nullable: true }) displayName: string | null;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('text') kind: ApplicationKind;
  @Column('text', { name: 'corp_id', nullable: true }) corpId: string | null;
  @Column('text', { name: 'organisation_name', nullable: true }) organisationName: string | null;
  @Column('text', { name: 'robot_code', nullable: true }) robotCode: string | null;
  @Column('text', { array: true }) scopes: string[];
  @Column('text', { name: 'incidental_scopes', array: true }) incidentalScopes: string[];
  @Column('text', { name: 'return_urls', array: true }) returnUrls: string[];
  @Column('boolean', { name: 'sign_in' }) signIn: boolean;
  @Column('integer', { name: 'calls_per_second' }) callsPerSecond: number;
  @Column('boolean', { name: 'event_stream' }) eventStream: boolean;
  @Column('timestamptz', { name: 'suspended_at', nullable: true }) suspendedAt: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
