import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type PersonSession, PersonSessions } from '../access/person-sessions.js';
import { MeStop } from './me-stop.js';
import { OwnForms } from './own-forms.js';

export type PersonRequest = FastifyRequest & { person: PersonSession };

/** Lets through who is signed in, and of what they send, only forms of our own pages. Throws `MeStop`. */
@Injectable()
export class PersonGuard implements CanActivate {
  constructor(
    @Inject(PersonSessions) private readonly sessions: PersonSessions,
    @Inject(OwnForms) private readonly forms: OwnForms,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const person = await this.sessions.find(request);
    if (!person) throw new MeStop('session_ended');
    if (request.method !== 'GET') this.forms.check(request, person);
    Object.assign(request, { person });
    return true;
  }
}
