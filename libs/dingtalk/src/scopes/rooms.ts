import { operations, points, type ScopeDomain } from './rows.js';

const TEMPLATES = '/v1.0/rooms/devices/screens/templates';

export const rooms: ScopeDomain = {
  scopes: points([
    [
      'Rooms.DeviceTemplate.Read',
      'delegated',
      'rpc',
      '获取你的会议室屏幕模板',
      'Read your meeting room screen templates',
      'KB 0453',
    ],
    [
      'Rooms.DeviceTemplate.Write',
      'delegated',
      'rpc',
      '写入你的会议室屏幕模板',
      'Write your meeting room screen templates',
      'KB 0450',
    ],
  ]),
  operations: operations('only', [
    ['POST', TEMPLATES, 'Rooms.DeviceTemplate.Write', 'KB 0450'],
    ['POST', `${TEMPLATES}/remove`, 'Rooms.DeviceTemplate.Write', 'KB 0451'],
    ['PUT', TEMPLATES, 'Rooms.DeviceTemplate.Write', 'KB 0452'],
    ['GET', `${TEMPLATES}/{templateId}`, 'Rooms.DeviceTemplate.Read', 'KB 0453'],
    ['GET', '/v1.0/rooms/devices/screens/templateLists', 'Rooms.DeviceTemplate.Read', 'KB 0454'],
  ]),
};
