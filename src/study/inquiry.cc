#include "study/inquiry.h"

#include "exposure/carried_outcomes.h"

namespace ringfence::study {
namespace {

/// By FileId: the file was there before, under the same number and name, with the same text.
std::vector<bool> FilesAsBefore(const base::SourceMap& before, const base::SourceMap& after) {
  std::vector<bool> same(after.size(), false);
  for (std::size_t f = 0; f < std::min(before.size(), after.size()); ++f)
    same[f] = before.file(base::FileId(f)) == after.file(base::FileId(f));
  return same;
}

}  // namespace

std::size_t Inquiry::CarryOver(const Inquiry& before) {
  const std::vector<bool> same = FilesAsBefore(before.snapshot_.sources, snapshot_.sources);
  const exposure::Edit edit{*before.snapshot_.engine, *snapshot_.engine, [&same](const base::Span& span) {
                              return !span.valid() ||
                                     (span.file.index() < same.size() && same[span.file.index()]);
                            }};
  std::size_t count = 0;
  exposure::CarryOutcomes(edit, *before.evaluators_.known(), *evaluators_.known(),
                          [&](const exposure::Carried& carried) {
                            paths_.Carry(before.paths_, edit, carried);
                            ++count;
                          });
  return count;
}

}  // namespace ringfence::study
