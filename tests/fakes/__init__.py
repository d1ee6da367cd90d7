"""The other side of every platform: servers that nobody of this project wrote, and the people behind them."""
