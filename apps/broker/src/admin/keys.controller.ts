import {
  type JobResponse,
  jobResponse,
  type KeysResponse,
  keysResponse,
  type MasterKeyResponse,
  masterKeyId,
  masterKeyResponse,
  type RotateKeysRequest,
  rotateKeysRequest,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { Keys } from './keys.js';
import { LongJobs } from './long-jobs.js';

@ApiTags('Keys')
@Controller('admin/v1/keys')
@UsePipes(new DecodePipe())
export class KeysController {
  constructor(
    @Inject(Keys) private readonly keys: Keys,
    @Inject(LongJobs) private readonly jobs: LongJobs,
  ) {}

  @Get()
  @AdminRoute('keys:read', 'listKeys', 'List the master keys, what is sealed under each, and which replica has them')
  @ApiOkResponse({ standardSchema: keysResponse })
  async list(): Promise<KeysResponse> {
    return this.keys.list();
  }

  @Post('rotations')
  @HttpCode(202)
  @AdminRoute('keys:rotate', 'rotateKeys', 'Seal everything anew under the current master key, as a job', {
    fresh: true,
  })
  @ApiAcceptedResponse({ standardSchema: jobResponse })
  async rotate(
    @Req() request: OperatorRequest,
    @Body({ schema: rotateKeysRequest }) { reason }: RotateKeysRequest,
  ): Promise<JobResponse> {
    return this.jobs.get(await this.keys.rotate(reason, actOf(request)));
  }

  @Post(':keyId/retire')
  @HttpCode(200)
  @AdminRoute('keys:rotate', 'retireKey', 'Retire a master key under which nothing is sealed any more', { fresh: true })
  @ApiOkResponse({ standardSchema: masterKeyResponse })
  async retire(
    @Req() request: OperatorRequest,
    @Param('keyId', { schema: masterKeyId }) keyId: string,
  ): Promise<MasterKeyResponse> {
    return this.keys.retire(keyId, actOf(request));
  }
}
