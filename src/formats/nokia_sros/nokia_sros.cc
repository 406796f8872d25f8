#include "formats/nokia_sros/nokia_sros.h"

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/extract.h"
#include "formats/nokia_sros/groups.h"
#include "formats/nokia_sros/text.h"

namespace ringfence::formats::nokia_sros {

const Format kFormat = {.name = "nokia_sros",
                        .title = "Nokia SR OS (MD-CLI)",
                        .detect = &Detect,
                        .parse = &Parse,
                        .print = &Print,
                        .maker = "Nokia"};

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  ParsedFile parsed;
  Tree tree = ReadTree(source, file, parsed.diagnostics);
  Reader reader(tree, file, parsed.diagnostics, kRemarks);
  ApplyGroups(reader);
  const SrosText text = Extract(reader);
  parsed.config = Convert(reader, text);
  parsed.fates = word_tree::ResolveFates(tree, file, source.line_count());
  return parsed;
}

}  // namespace ringfence::formats::nokia_sros
