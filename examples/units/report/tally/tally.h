// One line that counts verdicts: an example of a report format; see README.md.
#pragma once

#include "report/report.h"

namespace ringfence::report::tally {

/// The entry for the table.
extern const Format kFormat;

}  // namespace ringfence::report::tally
