import { answerForm } from './answer-form.js';
import { askInClient } from './ask-in-client.js';

/** The page is reloaded rather than mended: its state lives ten minutes and works once. */
answerForm(askInClient);
