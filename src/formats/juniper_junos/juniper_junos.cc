#include "formats/juniper_junos/juniper_junos.h"

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/inheritance.h"
#include "formats/juniper_junos/text.h"

namespace ringfence::formats::juniper_junos {

const Format kFormat = {.name = "juniper_junos",
                        .title = "Juniper Junos",
                        .detect = &Detect,
                        .parse = &Parse,
                        .print = &Print,
                        .maker = "Juniper"};

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  ParsedFile parsed;
  Tree tree = ReadTree(source, file, parsed.diagnostics);
  Reader reader(tree, file, parsed.diagnostics);
  ApplyInheritance(reader);
  JunosText text = Extract(reader);
  parsed.config = Convert(reader, text);
  parsed.fates = ResolveFates(tree, file, source.line_count());
  return parsed;
}

}  // namespace ringfence::formats::juniper_junos
