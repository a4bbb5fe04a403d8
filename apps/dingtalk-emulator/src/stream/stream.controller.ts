import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { asXml, OpenConnection } from './open-connection.js';

@Controller('v1.0/gateway')
export class StreamController {
  constructor(private readonly openConnection: OpenConnection) {}

  @Post('connections/open')
  open(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    const answer = this.openConnection.execute(body, request.host);
    const wantsJson = request.headers.accept?.includes('application/json') === true;
    if (wantsJson) void reply.code(200).send(JSON.stringify(answer));
    else void reply.code(200).header('content-type', 'application/xml;charset=utf-8').send(asXml(answer));
  }
}
