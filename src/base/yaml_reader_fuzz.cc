// Any bytes: no crash, either a tree or a reason, every place inside the text, nesting within the limit, and
// every finding can be rendered.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/yaml_reader.h"

namespace ringfence::base {
namespace {

void CheckSpan(const SourceFile& source, Span span) {
  RF_CHECK(span.line <= source.line_count() + 1);
  if (span.line == 0 || span.line > source.line_count()) return;
  const std::size_t start = source.line_offset(span.line);
  RF_CHECK(span.column >= 1);
  RF_CHECK(start + span.column - 1 <= source.text().size());
  RF_CHECK(start + span.column - 1 + span.length <= source.text().size() + 1);
}

void CheckTree(const SourceFile& source, const ValueTree& tree) {
  struct Work {
    NodeRef node;
    std::size_t depth;
  };
  std::vector<Work> work = {{tree.root(), 0}};
  while (!work.empty()) {
    const Work next = work.back();
    work.pop_back();
    RF_CHECK(next.depth <= kYamlDepthMax);
    const ValueNode& node = tree[next.node];
    CheckSpan(source, node.span);
    for (const ValueEntry& entry : node.entries) {
      if (node.kind == ValueKind::kMap) CheckSpan(source, entry.key_span);
      work.push_back({entry.value, next.depth + 1});
    }
  }
}

void ReadOnce(std::string text) {
  SourceMap sources;
  const FileId file = sources.Add("f.yaml", std::move(text));
  Diagnostics diagnostics;
  const auto tree = ReadYaml(sources.file(file), file, diagnostics);
  RF_CHECK(tree.has_value() || diagnostics.has_errors());
  if (tree) CheckTree(sources.file(file), *tree);
  for (const Diagnostic& finding : diagnostics.items()) {
    CheckSpan(sources.file(file), finding.span);
    RF_CHECK(!Render(sources, finding, false).empty());
  }
}

}  // namespace
}  // namespace ringfence::base

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ringfence::base::ReadOnce(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
