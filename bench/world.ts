/** What the seed stores and the cases ask for. */
export const world = {
  application: 'bench',
  corpId: 'dingbench0001',
  scopes: ['Contact.User.Read', 'Todo.PersonalTodo.Write'],
  people: 300,
} as const;

export const userIdOf = (person: number): string => `person-${person}`;
