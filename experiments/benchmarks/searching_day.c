/* The day of the customers who search, as one would write it in C: they forget, notice items, hear
 * a neighbour, and weigh what they know. The same rules, order of arithmetic and luck as the
 * package's phases `notice` and `research`, so that the same bytes come of it.
 *
 * day.h is made by c_loop.py: the package's own rows as structs, sizes, slots of luck. Left out is
 * what the default scenario leaves off: topics and unsubscribing, slow memory, choice by logit or
 * satisficing, other networks than the small world, and a record of touches.
 */
#include <math.h>
#include <stdint.h>
#include "day.h"

#define AHEAD 6
#define NOBODY (-1)
#define STEPS 16

typedef struct { int64_t customer, firm, what; } Event;

static const uint64_t AGENT = 0x9E3779B97F4A7C15, PLACE = 0xD1342543DE82EF95;

/* Luck: a pure function of (seed, purpose, day, agent, k). */

static inline uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
}

static uint64_t stream(uint64_t seed, uint64_t purpose, uint64_t day)
{
    return mix(mix(mix(seed + AGENT) + purpose * PLACE) + day * AGENT);
}

static inline double uniform(uint64_t key, uint64_t agent, uint64_t k)
{
    uint64_t x = mix(key + agent * AGENT + k * PLACE);
    return ((double)(x >> 12) + 0.5) * 2.220446049250313e-16;
}

/* The standard normal quantile (Wichura 1988, AS 241). */

static const double CENTRE[2][8] = {
    {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608},
    {5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0}};
static const double FLANK[2][8] = {
    {7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
     1.42343711074968357734},
    {1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0}};
static const double TAIL[2][8] = {
    {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772},
    {2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1.0}};

static inline double ratio(const double c[2][8], double r)
{
    double top = 0.0, bottom = 0.0;
    for (int n = 0; n < 8; n++) top = top * r + c[0][n];
    for (int n = 0; n < 8; n++) bottom = bottom * r + c[1][n];
    return top / bottom;
}

static inline double normal(uint64_t key, uint64_t agent, uint64_t k)
{
    double p = uniform(key, agent, k), q = p - 0.5;
    if (fabs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
    double r = sqrt(-log(q < 0.0 ? p : 1.0 - p));
    double x = r <= 5.0 ? ratio(FLANK, r - 1.6) : ratio(TAIL, r - 5.0);
    return q < 0.0 ? -x : x;
}

/* Notice. */

static inline double usable(double clarity) { return clarity / (1.0 + clarity); }

static inline void learn(Customer *row, int firm, double precision, double luck)
{
    row->evidence[firm] += precision * row->value[firm] + sqrt(precision) * luck;
    row->precision[firm] += precision;
}

static inline void forget(double *precision, double *evidence, double luck, const Buyer *buyer)
{
    double left = *evidence * buyer->memory;
    if (buyer->memory_noise)
        left += sqrt(*precision * buyer->memory * (1.0 - buyer->memory)) * luck;
    *evidence = left;
    *precision *= buyer->memory;
}

static inline int noticed(Customer *row, int64_t i, int firm, const Day *day, const uint64_t *keys)
{
    const double *reach = day->reach[firm];
    double attention = row->attention;
    if (row->reading == firm) attention *= day->buyer.look_up;
    double level = uniform(keys[EXPOSURE], i, NOTICED + firm);
    if (level >= attention * day->total[firm]) return NOBODY;
    level /= attention;
    int kind = 0;
    for (double upto = reach[0]; kind < STREAMS - 1 && level >= upto; upto += reach[++kind]) {}
    const Kind *item = &day->kinds[kind];
    learn(row, firm, item->precision * usable(row->clarity),
          normal(keys[SIGNAL], i, LEARNT + firm));
    row->salience[firm] += 1.0;
    row->clarity += item->clarity;
    if (uniform(keys[CONSIDER], i, CONSIDERED_LATE + firm) < day->buyer.late_consideration)
        row->considered |= 1 << firm;
    return uniform(keys[LEAD], i, LEAVES_NAME + firm) < item->lead_chance ? item->channel : NOBODY;
}

static inline int64_t neighbour(int64_t i, const Day *day, uint64_t key, uint64_t wiring)
{
    const Network *ties = &day->network;
    int64_t customers = day->customers, strong = ties->strong_ties, weak = ties->weak_ties;
    double luck = uniform(key, i, TIE), which = uniform(key, i, TIE_PLACE);
    double often = ties->strong_weight * strong;
    if (luck * (often + weak) < often) {
        int64_t slot = which * strong, half = strong / 2;
        int64_t step = slot < half ? slot + 1 : half - slot - 1;
        return ((i + step) % customers + customers) % customers;
    }
    int64_t slot = which * weak;
    return (i + 1 + (int64_t)(uniform(wiring, i, slot) * (customers - 1))) % customers;
}

static inline int heard(Customer *all, int64_t i, const Day *day, const uint64_t *keys)
{
    if (uniform(keys[PEER], i, HEARS) >= day->network.heard_per_day) return NOBODY;
    int64_t other = neighbour(i, day, keys[PEER], keys[0]);
    int firm = other == i ? NOBODY : all[other].supplier;
    if (firm < 0) return NOBODY;
    double precision = day->network.precision * usable(all[i].clarity);
    learn(&all[i], firm, precision, normal(keys[PEER], i, PEER_TOLD));
    all[i].considered |= 1 << firm;
    return uniform(keys[LEAD], i, IS_REFERRED) < day->network.referral_chance ? firm : NOBODY;
}

/* Ask for the row some places ahead. A call that only asks has no effect that GCC would keep. */
__attribute__((always_inline)) static inline void fetch(const Customer *all, const int64_t *rows,
                                                        int64_t n, int64_t count)
{
    if (n + AHEAD >= count) return;
    const char *row = (const char *)&all[rows[n + AHEAD]];
    for (unsigned long line = 0; line < sizeof(Customer) + 63; line += 64)
        __builtin_prefetch(row + line);
}

/* Write (customer, firm, channel) of new leads; return how many. */
int64_t notice(Customer *all, const int64_t *rows, int64_t count, const Day *day, Event *leads)
{
    const Buyer *buyer = &day->buyer;
    uint64_t keys[64];
    int64_t made = 0;
    for (int purpose = 1; purpose < 64; purpose++)
        keys[purpose] = stream(day->seed, purpose, day->day);
    keys[0] = stream(day->world_seed, WIRING, 0);
    for (int64_t n = 0; n < count; n++) {
        fetch(all, rows, n, count);
        int64_t i = rows[n];
        Customer *row = &all[i];
        row->clarity = buyer->clarity_start
                       + (row->clarity - buyer->clarity_start) * buyer->clarity_memory;
        for (int firm = 0; firm < FIRMS; firm++) {
            if (row->precision[firm] > 0.0)
                forget(&row->precision[firm], &row->evidence[firm],
                       normal(keys[SIGNAL], i, FORGOTTEN + firm), buyer);
            if (row->insight[firm] > 0.0)
                forget(&row->insight[firm], &row->impression[firm],
                       normal(keys[SIGNAL], i, INSIGHT_FORGOTTEN + firm), buyer);
            row->salience[firm] *= buyer->salience_memory;
            int channel = noticed(row, i, firm, day, keys);
            if (channel >= 0) leads[made++] = (Event){i, firm, channel};
        }
        int firm = heard(all, i, day, keys);
        if (firm >= 0) leads[made++] = (Event){i, firm, REFERRAL};
        row->seen = day->day;
    }
    return made;
}

/* Research. */

static double gains[8 * STEPS + 2];

__attribute__((constructor)) static void fill_gains(void)
{
    for (int n = 0; n < 8 * STEPS + 2; n++) {
        double z = (double)n / STEPS;
        gains[n] = exp(-0.5 * z * z) / sqrt(2.0 * acos(-1.0)) - 0.5 * z * erfc(z / sqrt(2.0));
    }
}

/* The normal distribution function (Hart 1968, as given by West 2005), of z ≤ 0 down to -8. */
static inline double below(double z)
{
    double x = fabs(z), top, bottom;
    if (x >= 7.07106781186547)
        return exp(-0.5 * x * x)
               / ((x + 1.0 / (x + 2.0 / (x + 3.0 / (x + 4.0 / (x + 0.65))))) * 2.5066282746310002);
    top = 3.52624965998911e-02 * x + 0.700383064443688;
    top = top * x + 6.37396220353165;
    top = top * x + 33.912866078383;
    top = top * x + 112.079291497871;
    top = top * x + 221.213596169931;
    top = top * x + 220.206867912376;
    bottom = 8.83883476483184e-02 * x + 1.75566716318264;
    bottom = bottom * x + 16.064177579207;
    bottom = bottom * x + 86.7807322029461;
    bottom = bottom * x + 296.564248779674;
    bottom = bottom * x + 637.333633378831;
    bottom = bottom * x + 793.826512519948;
    bottom = bottom * x + 440.413735824752;
    return exp(-0.5 * x * x) * top / bottom;
}

static inline double information_value(double gap, double moved)
{
    double spread = sqrt(moved);
    if (spread <= 0.0) return 0.0;
    double z = fabs(gap) / spread;
    if (z > 8.0) return 0.0;
    return spread * (exp(-0.5 * z * z) / 2.5066282746310002 - z * below(-z));
}

static inline int worthwhile(double gap, double moved, double cost)
{
    double spread = sqrt(moved), steps = STEPS * fabs(gap);
    if (steps >= 8.0 * STEPS * spread) return information_value(gap, moved) > cost;
    int least = steps / spread;
    if (spread * gains[least] <= cost * (1.0 - 1e-9)) return 0;
    if (spread * gains[least + 1] > cost * (1.0 + 1e-9)) return 1;
    return information_value(gap, moved) > cost;
}

typedef struct { int leader; double first, second; } View;

static inline double public_prior(const Buyer *buyer)
{
    return buyer->prior_variance - buyer->prior_variance * buyer->private_share;
}

static inline double private_prior(const Buyer *buyer)
{
    return buyer->prior_variance * buyer->private_share;
}

static inline double variance(double precision, double prior)
{
    return prior / (1.0 + prior * precision);
}

static inline double moved(double variance, double precision)
{
    return variance * variance * precision / (1.0 + variance * precision);
}

static inline double mean(const Customer *row, int firm, const Day *day)
{
    double shown = public_prior(&day->buyer), hidden = private_prior(&day->buyer);
    double b = (day->prior[firm] + shown * row->evidence[firm])
               / (1.0 + shown * row->precision[firm]);
    b += day->offer[firm];
    if (row->insight[firm] > 0.0)
        b += hidden * row->impression[firm] / (1.0 + hidden * row->insight[firm]);
    return b;
}

static inline double unsure(const Customer *row, int firm, const Buyer *buyer)
{
    return variance(row->precision[firm], public_prior(buyer))
           + variance(row->insight[firm], private_prior(buyer));
}

static inline int has(int bits, int firm) { return bits >> firm & 1; }

static inline View look(const Customer *row, const Day *day)
{
    View view = {NOBODY, day->buyer.no_decision_value, -1e300};
    for (int firm = 0; firm < FIRMS; firm++) {
        if (!has(row->considered, firm)) continue;
        double b = mean(row, firm, day);
        if (b > view.first) view = (View){firm, b, view.first};
        else if (b > view.second) view.second = b;
    }
    if (view.second < -1e299) view.second = day->buyer.no_decision_value;
    return view;
}

static inline int surely(double gap, double variance, double enough)
{
    return gap > 0.0 && gap * gap >= enough * enough * variance;
}

static inline int sure(const Customer *row, View view, const Day *day)
{
    const Buyer *buyer = &day->buyer;
    double own = 0.0;
    if (row->considered == 0) return !buyer->wait_when_empty;
    if (view.leader >= 0) {
        own = unsure(row, view.leader, buyer);
        if (!surely(view.first - buyer->no_decision_value, own, day->made_up)) return 0;
    }
    for (int firm = 0; firm < FIRMS; firm++)
        if (firm != view.leader && has(row->considered, firm)
            && !surely(view.first - mean(row, firm, day), own + unsure(row, firm, buyer),
                       day->made_up))
            return 0;
    return 1;
}

static inline double gap(const Customer *row, int firm, View view, const Day *day)
{
    return view.first - (firm == view.leader ? view.second : mean(row, firm, day));
}

static inline int to_read_up_on(const Customer *row, View view, double clear, const Day *day)
{
    const Buyer *buyer = &day->buyer;
    double gain = buyer->content_cost;
    double days = buyer->planning_days * row->attention * buyer->look_up;
    int best = NOBODY;
    for (int firm = 0; firm < FIRMS; firm++) {
        if (!has(row->considered, firm)) continue;
        double v = variance(row->precision[firm], public_prior(buyer));
        double read = moved(v, days * day->content[firm] * clear);
        double apart = gap(row, firm, view, day);
        if (!worthwhile(apart, read, gain)) continue;
        if (buyer->look_up == 1.0) return firm;
        best = firm, gain = information_value(apart, read);
    }
    return best;
}

static inline int to_call(Customer *row, View view, const Day *day)
{
    const Buyer *buyer = &day->buyer;
    double clear = usable(row->clarity), gain = row->hassle;
    int best = NOBODY;
    if (buyer->compare_content) {
        row->reading = to_read_up_on(row, view, clear, day);
        if (row->reading != NOBODY) return NOBODY;
    }
    for (int firm = 0; firm < FIRMS; firm++) {
        if (!has(row->considered, firm) || has(row->asked, firm) || row->open_deal[firm] >= 0)
            continue;
        double told = moved(variance(row->precision[firm], public_prior(buyer)),
                            day->talk[firm] * clear)
                      + moved(variance(row->insight[firm], private_prior(buyer)),
                              day->discovery[firm]);
        double apart = gap(row, firm, view, day);
        if (worthwhile(apart, told, gain)) best = firm, gain = information_value(apart, told);
    }
    return best;
}

/* The firm to ask beside those that have a form already. */
static int another(Customer *row, int firm, int waits_for, int decided, const Day *day)
{
    if (decided && has(row->asked, firm)) {
        row->waiting = firm;
        firm = NOBODY;
        if (waits_for == NOBODY) return firm;
        double best = day->buyer.no_decision_value;
        for (int other = 0; other < FIRMS; other++) {
            if (!has(row->considered & ~row->asked, other)) continue;
            double worth = mean(row, other, day);
            if (worth > best) firm = other, best = worth;
        }
    }
    if (waits_for == NOBODY || firm != NOBODY) return firm;
    row->waiting = NOBODY;
    if (row->reading != NOBODY) return firm;
    row->considered &= ~(1 << waits_for);
    row->asked &= ~(1 << waits_for);
    if (row->chosen == waits_for) row->chosen = NOBODY;
    return firm;
}

/* Write (customer, firm, decided) of requests and leavers, and their numbers. */
void research(Customer *all, const int64_t *rows, int64_t count, const Day *day, Event *requests,
              Event *leavers, int64_t *made)
{
    const Buyer *buyer = &day->buyer;
    uint64_t key = stream(day->seed, PATIENCE, day->day);
    double patience = buyer->waiting_days;
    made[0] = made[1] = 0;
    for (int64_t n = 0; n < count; n++) {
        fetch(all, rows, n, count);
        int64_t i = rows[n];
        Customer *row = &all[i];
        row->thought = day->day;
        row->reading = NOBODY;
        View view = look(row, day);
        int decided = sure(row, view, day);
        int tired = !decided && uniform(key, i, GIVES_UP) < 1.0 / buyer->patience_days;
        if (tired || (decided && view.leader == NOBODY)) {
            leavers[made[1]++] = (Event){i, NOBODY, decided};
            continue;
        }
        int waits_for = row->waiting;
        if (waits_for != NOBODY
            && !(has(row->asked, waits_for) && patience > 0.0
                 && uniform(key, i, TURNS_ELSEWHERE) < 1.0 - exp(-1.0 / patience)))
            continue;
        int firm = decided ? view.leader : to_call(row, view, day);
        if (row->asked != 0) firm = another(row, firm, waits_for, decided, day);
        if (firm != NOBODY) requests[made[0]++] = (Event){i, firm, decided};
    }
}

int64_t row_size(void) { return sizeof(Customer); }
