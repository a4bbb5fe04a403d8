import { z } from 'zod';

/** A message with one button, from an application's robot to one person. */
export interface RobotCard {
  /** Shown in the list of chats and in notifications, as it is. */
  readonly title: string;
  /** Markdown. Whatever others wrote goes through `plainInMarkdown` first. */
  readonly text: string;
  readonly button: { readonly title: string; readonly url: string };
}

/** Whether the one person the card was for gets to see it. */
export type RobotDelivery = 'delivered' | 'unknown_person' | 'flow_controlled';

/** What DingTalk's template `sampleActionCard` takes: JSON, as text within the JSON. */
export function messageOf(robotCode: string, userId: string, { title, text, button }: RobotCard): object {
  const params = { title, text, singleTitle: button.title, singleURL: button.url };
  return { robotCode, userIds: [userId], msgKey: 'sampleActionCard', msgParam: JSON.stringify(params) };
}

const userIds = z.array(z.string()).nullish();

/** Whom the message does not reach is listed; an empty list may be left out. */
export const deliverySchema = z
  .object({ invalidStaffIdList: userIds, flowControlledStaffIdList: userIds })
  .transform(({ invalidStaffIdList, flowControlledStaffIdList }): RobotDelivery => {
    if (invalidStaffIdList?.length) return 'unknown_person';
    return flowControlledStaffIdList?.length ? 'flow_controlled' : 'delivered';
  });
