import {
  type ChangeWebhookRequest,
  type CreateWebhookRequest,
  type CreateWebhookResponse,
  changeWebhookRequest,
  createWebhookRequest,
  createWebhookResponse,
  type ListQuery,
  type ListWebhookDeliveriesQuery,
  listQuery,
  listWebhookDeliveriesQuery,
  type Page,
  type RotateWebhookSecretRequest,
  rotateWebhookSecretRequest,
  uuid,
  type WebhookDeliveryDetailResponse,
  type WebhookDeliveryResponse,
  type WebhookResponse,
  webhookDeliveriesPage,
  webhookDeliveryDetailResponse,
  webhookDeliveryResponse,
  webhookResponse,
  webhooksPage,
} from '@app/contract';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Req,
  UsePipes,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { Webhooks } from './webhooks.js';

@ApiTags('Webhooks')
@Controller('admin/v1/webhooks')
@UsePipes(new DecodePipe())
export class WebhooksController {
  constructor(
    @Inject(Webhooks) private readonly webhooks: Webhooks,
    @Inject(WebhookDeliveries) private readonly deliveries: WebhookDeliveries,
  ) {}

  @Get()
  @AdminRoute('webhooks:read', 'listWebhooks', 'List who is told of what happens')
  @ApiOkResponse({ standardSchema: webhooksPage })
  async list(@Query({ schema: listQuery }) { limit, cursor }: ListQuery): Promise<Page<WebhookResponse>> {
    return this.webhooks.list(limit, cursor);
  }

  @Post()
  @AdminRoute(
    'webhooks:write',
    'createWebhook',
    'Have an address told of events; its secret is in the answer this once',
  )
  @ApiCreatedResponse({ standardSchema: createWebhookResponse })
  async create(
    @Req() request: OperatorRequest,
    @Body({ schema: createWebhookRequest }) body: CreateWebhookRequest,
  ): Promise<CreateWebhookResponse> {
    return this.webhooks.create(body, actOf(request));
  }

  @Get(':id')
  @AdminRoute('webhooks:read', 'getWebhook', 'Read one webhook')
  @ApiOkResponse({ standardSchema: webhookResponse })
  async get(@Param('id', { schema: uuid }) id: string): Promise<WebhookResponse> {
    return this.webhooks.get(id);
  }

  @Patch(':id')
  @AdminRoute('webhooks:write', 'changeWebhook', 'Change a webhook’s address or events, or switch it off and on')
  @ApiOkResponse({ standardSchema: webhookResponse })
  async change(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: changeWebhookRequest }) body: ChangeWebhookRequest,
  ): Promise<WebhookResponse> {
    return this.webhooks.change(id, body, actOf(request));
  }

  @Delete(':id')
  @AdminRoute('webhooks:write', 'removeWebhook', 'Remove a webhook with its secret and its log')
  @ApiOkResponse({ standardSchema: webhookResponse, description: 'As it was' })
  async remove(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<WebhookResponse> {
    return this.webhooks.remove(id, actOf(request));
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @AdminRoute('webhooks:write', 'rotateWebhookSecret', 'Sign with a new secret, and with the old one for a while')
  @ApiOkResponse({ standardSchema: createWebhookResponse })
  async rotateSecret(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: rotateWebhookSecretRequest }) body: RotateWebhookSecretRequest,
  ): Promise<CreateWebhookResponse> {
    return this.webhooks.rotateSecret(id, body, actOf(request));
  }

  @Post(':id/test')
  @HttpCode(202)
  @AdminRoute('webhooks:write', 'testWebhook', 'Send a message that says nothing')
  @ApiAcceptedResponse({ standardSchema: webhookDeliveryResponse })
  async test(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<WebhookDeliveryResponse> {
    return this.deliveries.test(id, actOf(request));
  }

  @Get(':id/deliveries')
  @AdminRoute('webhooks:read', 'listWebhookDeliveries', 'List what was sent, newest first, and whether it arrived')
  @ApiOkResponse({ standardSchema: webhookDeliveriesPage })
  async listDeliveries(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: listWebhookDeliveriesQuery }) query: ListWebhookDeliveriesQuery,
  ): Promise<Page<WebhookDeliveryResponse>> {
    return this.deliveries.list(id, query);
  }

  @Get(':id/deliveries/:deliveryId')
  @AdminRoute('webhooks:read', 'getWebhookDelivery', 'Read what was sent, with every attempt')
  @ApiOkResponse({ standardSchema: webhookDeliveryDetailResponse })
  async getDelivery(
    @Param('id', { schema: uuid }) id: string,
    @Param('deliveryId', { schema: uuid }) deliveryId: string,
  ): Promise<WebhookDeliveryDetailResponse> {
    return this.deliveries.get(id, deliveryId);
  }

  @Post(':id/deliveries/:deliveryId/replay')
  @HttpCode(202)
  @AdminRoute('webhooks:write', 'replayWebhookDelivery', 'Send the same message again')
  @ApiAcceptedResponse({ standardSchema: webhookDeliveryResponse })
  async replay(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Param('deliveryId', { schema: uuid }) deliveryId: string,
  ): Promise<WebhookDeliveryResponse> {
    return this.deliveries.replay(id, deliveryId, actOf(request));
  }
}
