import type { Application, Applications } from '../world/applications.js';
import type { Directory, Person } from '../world/directory.js';
import { notFound, Problem } from './problem.js';

/** @throws Problem 404 */
export function applicationNamed(applications: Applications, clientId: string): Application {
  const application = applications.find(clientId);
  if (!application) throw notFound(`application ${clientId}`);
  return application;
}

/** @throws Problem 404, or 400 where it is not one that a developer offers to many */
export function suiteNamed(applications: Applications, clientId: string): Application {
  const application = applicationNamed(applications, clientId);
  if (application.kind !== 'isv') throw new Problem(400, 'Bad request', `${clientId} is not an ISV application.`);
  return application;
}

/** @throws Problem 404 */
export function personNamed(directory: Directory, key: string): Person {
  const person = directory.person(key);
  if (!person) throw notFound(`person ${key}`);
  return person;
}
