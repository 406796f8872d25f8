#include "study/inquiry.h"

#include "exposure/carried_outcomes.h"

namespace ringfence::study {

std::size_t Inquiry::CarryOver(const Inquiry& before) {
  const base::MovedLines lines(before.snapshot_.sources, snapshot_.sources);
  const exposure::Edit edit{*before.snapshot_.engine, *snapshot_.engine, lines};
  const exposure::CarriedAnswers carried(edit);
  std::size_t count = 0;
  carried.Carry(*before.evaluators_.known(), *evaluators_.known(), [&](const exposure::Carried& one) {
    paths_.Carry(before.paths_, carried, one);
    ++count;
  });
  carried.Carry(before.cuts_, cuts_, [&count](const exposure::Carried&) { ++count; });
  return count;
}

}  // namespace ringfence::study
