import { randomUUID } from 'node:crypto';
import type { Store, Table } from '../store/store.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Clock } from '../world/clock.js';
import type { Identities } from '../world/identities.js';
import { apiErrors } from './api-error.js';
import { fieldsOf, optionalString, requireStrings } from './fields.js';
import type { Gatekeeper } from './gatekeeper.js';

export interface Todo {
  readonly id: string;
  readonly person: string;
  readonly clientId: string;
  readonly kind: 'personal' | 'task';
  readonly subject: string;
  readonly description?: string;
  /** Milliseconds since 1970, as all times of the to-do API. */
  readonly dueTime?: number;
  readonly createdTime: number;
}

/** The to-do API: personal to-dos (user token only) and ordinary ones. */
export class Todos {
  private readonly table: Table<Todo>;

  constructor(
    store: Store,
    private readonly gatekeeper: Gatekeeper,
    private readonly identities: Identities,
    private readonly clock: Clock,
  ) {
    this.table = store.table('todos');
  }

  of(person?: string): Todo[] {
    return this.table.values().filter((todo) => (person ?? todo.person) === todo.person);
  }

  /** `POST /v1.0/todo/users/me/personalTasks` */
  createPersonal(token: string | undefined, body: ReceivedBody | undefined) {
    const wrongKind = apiErrors.personalTodoNeedsUser;
    const { application, person } = this.gatekeeper.admitUser(token, 'Todo.PersonalTodo.Write', wrongKind);
    const todo = this.save('personal', person.key, application.clientId, fieldsOf(body));
    return { taskId: todo.id, createdTime: todo.createdTime };
  }

  /** `POST /v1.0/todo/users/{unionId}/tasks` */
  create(token: string | undefined, unionId: string, body: ReceivedBody | undefined) {
    const bearer = this.gatekeeper.admit(token, 'Todo.Todo.Write');
    const { application } = bearer;
    const person = this.identities.personByUnionId(application, unionId);
    if (!person || (bearer.kind === 'user' && bearer.person.key !== person.key)) throw apiErrors.userNotFound();
    const { id, subject, description, dueTime, createdTime } = this.save(
      'task',
      person.key,
      application.clientId,
      fieldsOf(body),
    );
    return { id, subject, description, dueTime, createdTime, creatorId: unionId, done: false };
  }

  private save(kind: Todo['kind'], person: string, clientId: string, fields: Record<string, unknown>): Todo {
    const { subject } = requireStrings(fields, 'subject');
    const todo: Todo = {
      id: `task${randomUUID().replaceAll('-', '')}`,
      person,
      clientId,
      kind,
      subject,
      description: optionalString(fields.description),
      dueTime: typeof fields.dueTime === 'number' ? fields.dueTime : undefined,
      createdTime: this.clock.now(),
    };
    this.table.set(todo.id, todo);
    return todo;
  }
}
