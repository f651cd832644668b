import { queryDocument } from '../dom/native';
import { Client } from './client';

// Looked up by place: an author's element may have the same id.
const root = queryDocument(document, 'body > #reactor-root');
const payload = queryDocument(document, 'body > script#reactor-payload');

if (root && payload) new Client(root, payload.textContent ?? '').boot();
