import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { Todos } from './todos.js';

@Controller('v1.0/todo/users')
export class TodoController {
  constructor(private readonly todos: Todos) {}

  @Post('me/personalTasks')
  @HttpCode(200)
  createPersonal(@Body() body?: ReceivedBody, @Headers('x-acs-dingtalk-access-token') token?: string) {
    return this.todos.createPersonal(token, body);
  }

  @Post(':unionId/tasks')
  @HttpCode(200)
  create(
    @Param('unionId') unionId: string,
    @Body() body?: ReceivedBody,
    @Headers('x-acs-dingtalk-access-token') token?: string,
  ) {
    return this.todos.create(token, unionId, body);
  }
}
