import { operations, points, type ScopeDomain } from './rows.js';

export const todo: ScopeDomain = {
  scopes: points([
    ['Todo.Todo.Read', 'both', 'rpc', '获取你的待办信息', 'Read your to-dos', 'S004'],
    ['Todo.Todo.Write', 'both', 'rpc', '写入你的待办信息', 'Write your to-dos', 'S004'],
    [
      'Todo.PersonalTodo.Write',
      'delegated',
      'rpc',
      '写入你的个人待办信息',
      'Create personal to-dos for you',
      'KB 0794',
    ],
  ]),
  operations: [
    ...operations('only', [
      ['POST', '/v1.0/todo/users/me/personalTasks', 'Todo.PersonalTodo.Write', 'KB 0794'],
      ['POST', '/v1.0/todo/users/{unionId}/configs/types', 'Todo.Todo.Write', 'KB 0799'],
      ['PUT', '/v1.0/todo/users/{unionId}/configs/types/{cardTypeId}', 'Todo.Todo.Write', 'KB 0800'],
      ['GET', '/v1.0/todo/users/{unionId}/configs/types/{cardTypeId}', 'Todo.Todo.Read', 'KB 0801'],
    ]),
    ...operations('accepted', [['POST', '/v1.0/todo/users/{unionId}/tasks', 'Todo.Todo.Write', 'KB 0793']]),
  ],
};
