import {
  type AbilityResponse,
  abilitiesPage,
  abilityKey,
  abilityResponse,
  applicationName,
  type ChangeAbilityRequest,
  changeAbilityRequest,
  type Page,
  type RegisterAbilityRequest,
  registerAbilityRequest,
  type SavedAbility,
  savedAbility,
} from '@app/contract';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Req, UsePipes } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { Abilities } from './abilities.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';

@ApiTags('Applications')
@Controller('admin/v1/applications/:name/abilities')
@UsePipes(new DecodePipe())
export class AbilitiesController {
  constructor(@Inject(Abilities) private readonly abilities: Abilities) {}

  @Get()
  @AdminRoute('applications:read', 'listAbilities', 'List what AI plugins can ask, and the services that do it')
  @ApiOkResponse({ standardSchema: abilitiesPage })
  async list(@Param('name', { schema: applicationName }) name: string): Promise<Page<AbilityResponse>> {
    return { items: await this.abilities.list(name), nextCursor: null };
  }

  @Post()
  @AdminRoute('applications:write', 'registerAbility', 'Register the service that does what an AI plugin asks')
  @ApiCreatedResponse({ standardSchema: savedAbility })
  async register(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
    @Body({ schema: registerAbilityRequest }) body: RegisterAbilityRequest,
  ): Promise<SavedAbility> {
    return this.abilities.register(name, body, actOf(request));
  }

  @Patch(':abilityKey')
  @AdminRoute('applications:write', 'changeAbility', 'Change an ability; the next call has it')
  @ApiOkResponse({ standardSchema: savedAbility })
  async change(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
    @Param('abilityKey', { schema: abilityKey }) key: string,
    @Body({ schema: changeAbilityRequest }) body: ChangeAbilityRequest,
  ): Promise<SavedAbility> {
    return this.abilities.change(name, key, body, actOf(request));
  }

  @Delete(':abilityKey')
  @AdminRoute('applications:write', 'removeAbility', 'Remove an ability, and answer what it was')
  @ApiOkResponse({ standardSchema: abilityResponse })
  async remove(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
    @Param('abilityKey', { schema: abilityKey }) key: string,
  ): Promise<AbilityResponse> {
    return this.abilities.remove(name, key, actOf(request));
  }
}
