import { PageFlow } from './flow.ts';
import { readFonts } from './fonts.ts';
import type { PdfDocument } from './lines.ts';
import type { PdfBlock, PdfReport } from './report.ts';

/** 18 mm in points. */
const MARGIN = 51;

/**
 * Sets a report on A4 pages. The text can be selected and read aloud; letters join and directions mix as they should.
 * @param fontDirectory holds `PDF_FONT_FILES`
 */
export async function renderPdf(report: PdfReport, fontDirectory: string): Promise<Uint8Array> {
  // Only here: most starts of a kiosk never need it.
  const { default: Document } = await import('pdfkit');
  const document: PdfDocument = new Document({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    // Without this pdfkit looks for a font of its own.
    font: null as unknown as string,
    lang: report.language,
    displayTitle: true,
    info: { Title: report.title, Author: report.authority, CreationDate: report.createdAt },
  });
  for (const [name, file] of readFonts(fontDirectory)) document.registerFont(name, file);
  const whole = collected(document);
  const flow = new PageFlow(document, report.direction, MARGIN);
  flow.title(report.authority, report.title);
  for (const block of report.blocks) draw(block, flow);
  flow.footers(report.footer);
  document.end();
  return whole;
}

function draw(block: PdfBlock, flow: PageFlow): void {
  switch (block.kind) {
    case 'heading':
      return flow.heading(block.text);
    case 'text':
      return flow.text(block.text, block.tone ?? 'plain');
    case 'rows':
      return flow.rows(block.rows);
    case 'table':
      return flow.table(block.columns, block.rows);
    case 'code':
      return flow.code(block.code, block.caption);
  }
}

function collected(document: PdfDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
