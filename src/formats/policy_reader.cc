// Reading a policy in two passes: first every file is read and checked against its table, then names are
// collected, then values that refer to names are read. So a file may use names of a file it includes and of
// the file that includes it. Includes are a worklist; a file that is named again while it is open is a cycle.

#include "formats/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest_word.h"
#include "base/yaml_reader.h"
#include "formats/policy_names.h"

namespace ringfence::formats {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueEntry;
using base::ValueTree;

/// Loads files and their includes.
class PolicyFiles {
 public:
  PolicyFiles(const base::FileSystem& files, std::string root, const base::RecordSchema& schema,
              base::SourceMap& sources, base::Diagnostics& diagnostics, model::Policy& policy)
      : files_(files),
        root_(std::move(root)),
        schema_(schema),
        sources_(sources),
        diagnostics_(diagnostics),
        policy_(policy) {}

  void Load(const std::string& name) {
    struct Open {
      std::string name;
      std::vector<std::string> chain;  ///< files that led here
      base::Span span;
    };
    std::vector<Open> work = {{name, {}, {}}};
    std::vector<std::string> done;
    while (!work.empty()) {
      const Open next = work.back();
      work.pop_back();
      if (std::ranges::count(next.chain, next.name) > 0) {
        diagnostics_.Add(
            {DiagnosticKind::kIncludeCycle, next.span,
             fmt::format("'{}' includes itself through {}", next.name, fmt::join(next.chain, " -> "))});
        continue;
      }
      if (std::ranges::count(done, next.name) > 0) continue;
      done.push_back(next.name);
      if (done.size() > kPolicyFilesMax) {
        diagnostics_.Add(
            {DiagnosticKind::kIncludeCycle, next.span, fmt::format("more than {} files", kPolicyFilesMax)});
        return;
      }
      std::vector<std::string> chain = next.chain;
      chain.push_back(next.name);
      for (const auto& [include, span] : LoadOne(next.name, next.span))
        work.push_back({include, chain, span});
    }
  }

 private:
  std::vector<std::pair<std::string, base::Span>> LoadOne(const std::string& name, base::Span from) {
    auto text = files_.Read(base::JoinPath(root_, name));
    if (!text) {
      diagnostics_.Add({DiagnosticKind::kFileUnreadable, from, text.error().message});
      return {};
    }
    const base::FileId file = sources_.Add(name, std::move(*text));
    auto tree = base::ReadYaml(sources_.file(file), file, diagnostics_);
    if (!tree || !base::CheckRecord(*tree, tree->root(), schema_, diagnostics_)) return {};
    const NodeRef version = tree->Find(tree->root(), "ringfence");
    if (tree->TextOf(version) != "1") {
      diagnostics_.Add(
          {DiagnosticKind::kVersionUnsupported, (*tree)[version].span, "this program reads policy format 1"});
      return {};
    }
    std::vector<std::pair<std::string, base::Span>> includes;
    for (NodeRef item : tree->Items(tree->Find(tree->root(), "include"))) {
      const std::string path(tree->TextOf(item));
      const bool outside = path.starts_with('/') || path.find("..") != std::string::npos;
      if (outside) {
        diagnostics_.Add({DiagnosticKind::kIncludeOutside, (*tree)[item].span,
                          fmt::format("'{}' leaves the snapshot", path)});
      } else {
        includes.emplace_back(path, (*tree)[item].span);
      }
    }
    policy_.trees.push_back(std::move(*tree));
    return includes;
  }

  const base::FileSystem& files_;
  std::string root_;
  const base::RecordSchema& schema_;
  base::SourceMap& sources_;
  base::Diagnostics& diagnostics_;
  model::Policy& policy_;
};

}  // namespace

model::Policy ReadPolicy(const base::FileSystem& files, const std::string& root, const std::string& name,
                         const base::RecordSchema& rule, base::SourceMap& sources,
                         base::Diagnostics& diagnostics) {
  model::Policy policy;
  PolicyFiles(files, root, PolicySchema(rule), sources, diagnostics, policy).Load(name);
  PolicyNames names(policy, diagnostics);
  names.Collect();
  names.Resolve();
  return policy;
}

}  // namespace ringfence::formats
