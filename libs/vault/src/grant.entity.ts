import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Grant, GrantChannel, GrantState, NeedsConsentReason } from './grant.js';

/** What operators may read of a grant; the sealed columns are left out, so no query of theirs can carry them. */
@Entity('grants')
export class GrantEntity implements Grant {
  @PrimaryColumn('text', { name: 'corp_id' }) corpId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text') application: string;
  @Column('text', { name: 'union_id' }) unionId: string;
  @Column('text', { name: 'user_id', nullable: true }) userId: string | null;
  @Column('text') name: string;
  @Column('text') state: GrantState;
  @Column('text', { nullable: true }) reason: NeedsConsentReason | null;
  @Column('text') channel: GrantChannel;
  @Column('text', { array: true }) scopes: string[];
  @Column('timestamptz', { name: 'observed_at', nullable: true }) observedAt: Date | null;
  @Column('integer', { name: 'token_version' }) tokenVersion: number;
  @Column('timestamptz', { name: 'access_token_expires_at', nullable: true }) accessTokenExpiresAt: Date | null;
  @Column('timestamptz', { name: 'refresh_token_expires_at', nullable: true }) refreshTokenExpiresAt: Date | null;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt: Date | null;
  @Column('boolean') once: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null;
}
