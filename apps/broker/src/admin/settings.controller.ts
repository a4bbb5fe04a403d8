import { type SettingsResponse, settingsResponse } from '@app/contract';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AdminRoute } from './admin-route.js';
import { Settings } from './settings.js';

@ApiTags('Settings')
@Controller('admin/v1/settings')
export class SettingsController {
  constructor(@Inject(Settings) private readonly settings: Settings) {}

  @Get()
  @AdminRoute('settings:read', 'getSettings', 'What the broker runs with, without its secrets')
  @ApiOkResponse({ standardSchema: settingsResponse })
  get(): SettingsResponse {
    return { items: [...this.settings.items] };
  }
}
