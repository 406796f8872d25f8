#include "formats/nokia_srlinux/nokia_srlinux.h"

#include "formats/nokia_srlinux/convert.h"
#include "formats/nokia_srlinux/extract.h"
#include "formats/nokia_srlinux/text.h"

namespace ringfence::formats::nokia_srlinux {

const Format kFormat = {.name = "nokia_srlinux",
                        .title = "Nokia SR Linux",
                        .detect = &Detect,
                        .parse = &Parse,
                        .print = &Print,
                        .maker = "Nokia"};

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  ParsedFile parsed;
  Tree tree = ReadTree(source, file, parsed.diagnostics);
  Reader reader(tree, file, parsed.diagnostics, kRemarks);
  const SrlText text = Extract(reader);
  parsed.config = Convert(reader, text);
  parsed.fates = word_tree::ResolveFates(tree, file, source.line_count());
  return parsed;
}

}  // namespace ringfence::formats::nokia_srlinux
