import {
  type AnnotatedSkill,
  type AnnotateSkillRequest,
  annotatedSkill,
  annotateSkillRequest,
  type CheckSkillRequest,
  checkSkillRequest,
  type SkillFindings,
  skillFindings,
} from '@app/contract';
import { annotateSkill, checkSkill, SkillFileError } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import { Body, Controller, HttpCode, Post, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DecodePipe } from '../http/decode.pipe.js';
import { AdminRoute } from './admin-route.js';

/** Nothing is kept of what is sent here. */
@ApiTags('Applications')
@Controller('admin/v1/skills')
@UsePipes(new DecodePipe())
export class SkillsController {
  @Post('annotate')
  @HttpCode(200)
  @AdminRoute('applications:read', 'annotateSkill', 'Make an assistant’s skill ask people for what it needs')
  @ApiOkResponse({ standardSchema: annotatedSkill })
  annotate(
    @Body({ schema: annotateSkillRequest }) { openapi, scopes, in: where }: AnnotateSkillRequest,
  ): AnnotatedSkill {
    return readable(() => {
      const annotated = annotateSkill(openapi, { scopes, in: where });
      return { openapi: annotated, findings: checkSkill(annotated) };
    });
  }

  @Post('check')
  @HttpCode(200)
  @AdminRoute('applications:read', 'checkSkill', 'Find what keeps an assistant’s skill from getting people’s tokens')
  @ApiOkResponse({ standardSchema: skillFindings })
  check(@Body({ schema: checkSkillRequest }) { openapi }: CheckSkillRequest): SkillFindings {
    return readable(() => ({ findings: checkSkill(openapi) }));
  }
}

function readable<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof SkillFileError)) throw cause;
    throw BrokerError.invalidRequest([{ pointer: '/openapi', reason: `line ${cause.line}: ${cause.message}` }]);
  }
}
