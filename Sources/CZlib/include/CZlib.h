#ifndef TOILE_CZLIB_H
#define TOILE_CZLIB_H
#endif
